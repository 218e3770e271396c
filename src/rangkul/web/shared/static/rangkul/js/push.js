// Signs this browser on for web push: asks the reader, then hands the browser's own keys to the page's address.
const box = document.getElementById('push');
const problem = document.getElementById('push-problem');
const headers = () => JSON.parse(document.body.getAttribute('hx-headers') || '{}');

const bytesOf = (text) => {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
};

const textOf = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

const signOn = async () => {
  const worker = await navigator.serviceWorker.register(box.dataset.worker);
  if ((await Notification.requestPermission()) !== 'granted') throw new Error('not allowed');
  const subscription = await worker.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytesOf(box.dataset.key),
  });
  const body = new URLSearchParams({
    endpoint: subscription.endpoint,
    p256dh: textOf(subscription.getKey('p256dh')),
    auth: textOf(subscription.getKey('auth')),
    label: navigator.userAgent.match(/(Firefox|Edg|Chrome|Safari)\/\d+/)?.[0] ?? '',
  });
  const answer = await fetch(box.dataset.url, { method: 'POST', body, headers: headers() });
  if (!answer.ok) throw new Error(String(answer.status));
  location.reload();
};

if (box && 'serviceWorker' in navigator && 'PushManager' in window) {
  box.hidden = false;
  box.querySelector('button').addEventListener('click', () => {
    problem.hidden = true;
    signOn().catch(() => { problem.hidden = false; });
  });
} else if (problem) {
  problem.hidden = false;
}
