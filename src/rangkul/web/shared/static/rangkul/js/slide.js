// A slider and the number beside it move together; without JavaScript the server sees which of them was moved.
document.addEventListener('input', (event) => {
  const moved = event.target;
  if (moved.matches?.('input[type=range][data-slides]')) {
    const number = document.getElementById(moved.dataset.slides);
    if (number) number.value = moved.value;
    return;
  }
  const slider = moved.id && document.querySelector(`input[type=range][data-slides="${CSS.escape(moved.id)}"]`);
  if (slider) slider.value = moved.value;
});
