// The worklist without the mouse: "/" search, j and k from case to case, "?" what keys there are. Loaded only while switched on.
const typing = (target) => target.closest?.('input, textarea, select, [contenteditable]');

const step = (by) => {
  const links = [...document.querySelectorAll('.case-list th[scope="row"] a')];
  if (!links.length) return;
  const here = links.indexOf(document.activeElement);
  const next = here < 0 ? (by > 0 ? 0 : links.length - 1) : here + by;
  links[Math.min(Math.max(next, 0), links.length - 1)].focus();
};

const deeds = {
  j: () => step(1),
  k: () => step(-1),
  '/': () => {
    const box = document.querySelector('#cari-tiket');
    box?.focus();
    box?.select();
  },
  '?': () => {
    const help = document.querySelector('#pintasan');
    if (!help) return;
    help.open = true;
    help.querySelector('summary').focus();
  },
};

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const deed = deeds[event.key];
  if (!deed) return;
  event.preventDefault();
  deed();
});
