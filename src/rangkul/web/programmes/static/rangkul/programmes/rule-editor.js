// Words that may follow in a rule: the server knows them, this shows them under the box. Without it the list of facts stays.
const form = document.querySelector('#penyunting');
const WAIT = 150;
let list = null;
let box = null;
let items = [];
let chosen = -1;
let timer = 0;
let asked = 0;

const close = () => {
  list?.remove();
  box?.removeAttribute('aria-activedescendant');
  list = null;
  items = [];
  chosen = -1;
};

const mark = (next) => {
  chosen = next;
  [...list.children].forEach((option, place) => {
    option.setAttribute('aria-selected', String(place === chosen));
    if (place === chosen) option.scrollIntoView({ block: 'nearest' });
  });
  if (chosen >= 0) box.setAttribute('aria-activedescendant', `saran-${chosen}`);
};

const take = (place) => {
  const item = items[place];
  const target = box;
  target.setRangeText(item.text, item.start, target.selectionStart, 'end');
  close();
  target.focus();
  target.dispatchEvent(new Event('input', { bubbles: true }));
};

const show = (found) => {
  close();
  if (!found.length) return;
  items = found;
  list = document.createElement('ul');
  list.id = 'saran';
  list.className = 'completions';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', form.dataset.completeLabel);
  found.forEach((item, place) => {
    const option = document.createElement('li');
    option.id = `saran-${place}`;
    option.setAttribute('role', 'option');
    const name = document.createElement('code');
    name.textContent = item.label;
    option.append(name, ` ${item.detail}`);
    option.addEventListener('mousedown', (event) => {
      event.preventDefault();
      take(place);
    });
    list.append(option);
  });
  box.after(list);
  box.setAttribute('aria-controls', 'saran');
  mark(0);
};

const ask = async () => {
  asked += 1;
  const turn = asked;
  const typed = box.value;
  const given = new FormData(form);
  given.set('text', box.value);
  given.set('position', String(box.selectionStart));
  given.set('about', box.dataset.about || '');
  const token = form.querySelector('[name=csrfmiddlewaretoken]').value;
  try {
    const answer = await fetch(form.dataset.completeUrl, {
      method: 'POST', body: given, headers: { 'X-CSRFToken': token }, credentials: 'same-origin',
    });
    const isHere = turn === asked && box === document.activeElement && box.value === typed;
    if (answer.ok && isHere) show((await answer.json()).items);
  } catch {
    close(); // the office's line is down: the list of facts is still there
  }
};

form?.addEventListener('input', (event) => {
  if (!event.target.matches('[data-complete]') || !event.isTrusted) return;
  close(); // what was shown was for what stood there before
  box = event.target;
  box.setAttribute('aria-autocomplete', 'list');
  window.clearTimeout(timer);
  timer = window.setTimeout(ask, WAIT);
});

form?.addEventListener('keydown', (event) => {
  if (!list || event.target !== box) return;
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps) {
    mark((chosen + steps[event.key] + items.length) % items.length);
  } else if (event.key === 'Enter' || event.key === 'Tab') {
    take(chosen);
  } else if (event.key === 'Escape') {
    close();
  } else {
    return;
  }
  event.preventDefault();
});

form?.addEventListener('focusout', (event) => {
  if (event.target === box) close();
});
