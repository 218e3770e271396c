// A button data-locate="id of latitude, id of longitude" fills both from the phone; without a sensor one types them.
for (const button of document.querySelectorAll('button[data-locate]')) {
  if (!navigator.geolocation) continue;
  const [latitude, longitude] = button.dataset.locate.split(' ').map((id) => document.getElementById(id));
  const said = button.parentElement.querySelector('[role=status]');
  button.hidden = false;
  button.addEventListener('click', () => {
    said.textContent = '';
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        latitude.value = coords.latitude.toFixed(6);
        longitude.value = coords.longitude.toFixed(6);
      },
      () => { said.textContent = button.dataset.failed; },
      { enableHighAccuracy: true, timeout: 20000 },
    );
  });
}
