// Long numbers (NIK, KK) are regrouped by fours when the box is left, so that they can be read back aloud.
const regroup = (box) => {
  const size = Number(box.dataset.groups);
  const plain = box.value.replace(/[\s.\-]/g, '');
  if (/^\d+$/.test(plain)) box.value = plain.match(new RegExp(`.{1,${size}}`, 'g')).join(' ');
};

document.addEventListener('focusout', (event) => {
  if (event.target.matches?.('input[data-groups]')) regroup(event.target);
});
