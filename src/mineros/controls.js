/* What the controls of the pack need from the page around them. It runs once in a page, and fetches nothing. */

/* JupyterLab takes letters and arrow keys typed in a menu, a list or a button for its own commands: "x" would cut the
   cell. Keys for our controls are therefore kept from it, at the window, before it hears them; its own shortcuts (with
   Ctrl, Alt or Cmd, Escape, Shift-Enter) still reach it. A slider is no such field: it must hear its arrow keys itself. */
window.minerosKeys = window.minerosKeys || (window.addEventListener('keydown', event => {
 const ours = event.target.closest && event.target.closest('.mineros-controls')
  && event.target.matches('select, button, input, textarea');
 const theirs = event.ctrlKey || event.metaKey || event.altKey || event.key === 'Escape'
  || (event.key === 'Enter' && event.shiftKey);
 if (ours && !theirs) event.stopPropagation();
}, true), true);

/* JupyterLab also forgets the place that a link names when it has just opened the notebook of that link: the page stays
   at its top. A link into the glossary is therefore followed once more when the terms have come into the page. */
window.minerosLinks = window.minerosLinks || (document.addEventListener('click', event => {
 const link = event.target.closest && event.target.closest('a[href*="glossary.ipynb"][href*="#"]');
 const tabs = [...document.querySelectorAll('.lm-TabBar-tabLabel')];
 if (!link || tabs.some(tab => tab.textContent === 'glossary.ipynb')) return;
 let before = 0, left = 600;
 const wait = setInterval(() => {
  const terms = document.querySelectorAll('.jp-NotebookPanel:not(.lm-mod-hidden) h3').length;
  const whole = terms > 100 && terms === before;
  if (whole) link.click();
  if (whole || --left < 0) clearInterval(wait);
  before = terms;
 }, 200);
}, true), true);

/* ipywidgets gives a screen reader no name for a slider, a group of options or a box, announces no new sentence, and
   nothing tells the language of a notebook. The words for all of it stand in the page; here they are tied together. */
window.minerosNames = window.minerosNames || (() => {
 const set = (element, name, value) => {
  if (element && value && element.getAttribute(name) !== value) element.setAttribute(name, value);
 };
 const said = element => element ? element.textContent.trim() : '';
 const group = (element, role, name) => { set(element, 'role', name && role); set(element, 'aria-label', name); };
 const name = box => {
  const asked = box.querySelector('.mineros-asked');
  group(box, 'group', asked && asked.dataset.question);
  for (const options of box.querySelectorAll('.widget-radio'))
   group(options, 'radiogroup', said(options.querySelector('.widget-label')));
  for (const ticks of box.querySelectorAll('.mineros-ticks')) group(ticks, 'group', said(ticks.firstElementChild));
  for (const handle of box.querySelectorAll('.noUi-handle'))
   set(handle, 'aria-label', said(handle.closest('.widget-slider').parentElement.querySelector('.widget-label')));
  for (const button of box.querySelectorAll('button[title]'))
   if (button.title.startsWith(said(button))) set(button, 'aria-label', button.title);
  for (const menu of box.querySelectorAll('select[title]'))
   set(menu, 'aria-label', `${said(menu.closest('.widget-dropdown').querySelector('label'))} ${menu.title}`);
  for (const status of box.querySelectorAll('.widget-html-content [role=status]')) {
   status.closest('.widget-html').classList.add('mineros-live');
   status.removeAttribute('role');
  }
  for (const line of box.querySelectorAll('.mineros-live')) set(line, 'role', 'status');
 };
 const all = () => {
  for (const language of document.querySelectorAll('.mineros-language'))
   set(language.closest('.jp-Notebook') || document.documentElement, 'lang', language.lang);
  document.querySelectorAll('.mineros-controls').forEach(name);
 };
 new MutationObserver(all).observe(document.body, { subtree: true, childList: true });
 all();
 return true;
})();
