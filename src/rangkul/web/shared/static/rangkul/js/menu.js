// A menu is a <details>; this only closes it by Escape, by a press elsewhere, or when the focus leaves it.
// The main menu of a phone is a row wider than the screen: it begins where one is.
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

const nav = document.querySelector('.primary-nav ul');
const here = nav?.querySelector('[aria-current]');
if (here) nav.scrollLeft = here.offsetLeft - nav.offsetLeft - 48;
