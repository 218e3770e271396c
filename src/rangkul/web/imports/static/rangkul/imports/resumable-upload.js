// A file goes up piece by piece, so that a lost connection costs one piece. Without this module the form sends it whole.
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;
const TRIES = 40;

const form = document.querySelector('form[data-resumable]');
const wait = (time) => new Promise((done) => { setTimeout(done, time); });

class Refusal extends Error {
  constructor(answer) {
    super((answer.errors || []).join(' '));
    this.first = answer.first;
  }
}

// Answers of 4xx are final; no answer at all, or 5xx, is worth another try.
const ask = async (url, options = {}) => {
  const response = await fetch(url, { credentials: 'same-origin', redirect: 'manual', ...options });
  if (response.status >= 500) throw new TypeError(`status ${response.status}`);
  const answer = await response.json().catch(() => ({ errors: [response.statusText] }));
  if (!response.ok) throw new Refusal(answer);
  return answer;
};

const keyOf = (file) => `${file.name.slice(-30)}|${file.size}|${file.lastModified}`.slice(-64);

const patiently = async (deed, told) => {
  for (let tries = 0; ; tries += 1) {
    try {
      return await deed();
    } catch (error) {
      if (error instanceof Refusal || tries >= TRIES) throw error;
      told();
      await wait(Math.min(FIRST_WAIT * 2 ** tries, LONGEST_WAIT));
    }
  }
};

const send = async (file, box) => {
  const bar = box.querySelector('progress');
  const words = box.querySelector('p');
  const show = (received) => {
    bar.value = Math.floor((100 * received) / file.size);
    words.textContent = `${box.dataset.sending} ${bar.value} %`;
  };
  const waiting = () => { words.textContent = box.dataset.waiting; };
  const token = form.querySelector('[name=csrfmiddlewaretoken]').value;
  const post = (body, url) => ask(url, { method: 'POST', body, headers: { 'X-CSRFToken': token } });

  const given = new FormData(form);
  given.delete('file');
  given.set('file_name', file.name);
  given.set('size', file.size);
  given.set('client_key', keyOf(file));
  let session = await patiently(() => post(given, form.dataset.resumable), waiting);
  const size = Number(form.dataset.piece);
  while (session.received < file.size) {
    const from = session.received;
    const piece = file.slice(from, from + size);
    show(from);
    session = await patiently(() => post(piece, `${session.piece}?mulai=${from}`), waiting);
  }
  show(file.size);
  return patiently(() => post(new FormData(), session.finish), waiting);
};

const complain = (box, text, first) => {
  const words = box.querySelector('p');
  words.textContent = text;
  words.setAttribute('role', 'alert');
  words.className = 'error-text';
  if (first) {
    const link = document.createElement('a');
    link.href = first;
    link.textContent = first;
    words.append(' ', link);
  }
};

const start = async (file) => {
  const box = form.querySelector('[data-upload-progress]');
  box.hidden = false;
  form.setAttribute('aria-busy', 'true');
  try {
    const done = await send(file, box);
    window.location.assign(done.page);
  } catch (error) {
    complain(box, error instanceof Refusal && error.message ? error.message : box.dataset.failed, error.first);
    const button = form.querySelector('[aria-disabled]');
    delete form.dataset.sent;
    if (button) {
      button.removeAttribute('aria-disabled');
      if (button.dataset.label) button.textContent = button.dataset.label;
    }
  } finally {
    form.removeAttribute('aria-busy');
  }
};

if (form && window.fetch && window.FormData) {
  form.addEventListener('submit', (event) => {
    const file = form.querySelector('input[type=file]').files[0];
    // An empty choice and an empty file are the server's to explain.
    if (!file || !file.size || form.hasAttribute('aria-busy')) {
      if (form.hasAttribute('aria-busy')) event.preventDefault();
      return;
    }
    event.preventDefault();
    start(file);
  });
}
