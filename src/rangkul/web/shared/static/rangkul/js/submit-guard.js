// A form marked data-guard is sent once: the second press does nothing until the page is shown again.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.hasAttribute('data-guard')) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = 'yes';
  const button = event.submitter;
  if (!button) return;
  // After this turn, so that the button's own name and value still travel with the form.
  setTimeout(() => {
    button.dataset.label = button.textContent;
    button.setAttribute('aria-disabled', 'true');
    if (button.dataset.busy) button.textContent = button.dataset.busy;
  });
});

window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll('[aria-disabled][data-label]')) {
      button.textContent = button.dataset.label;
      button.removeAttribute('aria-disabled');
    }
  }
});
