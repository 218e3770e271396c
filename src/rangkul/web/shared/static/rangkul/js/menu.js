// A menu is a <details>; this only closes it by Escape, by a press elsewhere, or when the focus leaves it.
// Menu and tabs of a phone are rows wider than the screen: they begin where one is.
const openMenus = () => document.querySelectorAll('details.menu[open]');

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector('summary').focus();
  }
});

document.addEventListener('click', (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener('focusin', (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});

for (const row of document.querySelectorAll('.primary-nav ul, .tabs ul')) {
  const here = row.querySelector('[aria-current]');
  if (here) row.scrollLeft = here.offsetLeft - row.offsetLeft - 48;
}
