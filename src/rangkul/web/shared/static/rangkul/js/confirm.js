// A button marked data-confirm asks first. What can't be undone has a confirmation page of its own on the server.
const shape = document.getElementById('confirm-dialog');

document.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-confirm]');
  if (!button || !button.form || !shape || !window.HTMLDialogElement) return;
  if (button.dataset.confirmed) {
    delete button.dataset.confirmed;
    return;
  }
  event.preventDefault();
  const dialog = shape.content.firstElementChild.cloneNode(true);
  dialog.querySelector('p').textContent = button.dataset.confirm;
  document.body.append(dialog);
  dialog.addEventListener('close', () => {
    dialog.remove();
    button.focus();
    if (dialog.returnValue !== 'yes') return;
    button.dataset.confirmed = 'yes';
    button.click();
  });
  dialog.showModal();
});
