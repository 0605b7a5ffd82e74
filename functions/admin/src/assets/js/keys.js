/* Keys. `data-key="r"` on a link or button presses it, on a field goes there; `g i` is one key after the other. Rows of
   a list are what carries `data-id`. Single keys do nothing in fields, and can be turned off. */
(function () {
  'use strict';
  var body = document.body, first = '', since = 0;
  /* What the keys of a list and a thread lead to where no element names its key. */
  var usual = {
    '/': 'input[type=search]', r: '#text', n: '#note', a: 'form[action$="/take"] button',
    e: 'form[action$="/end"] button', u: '.back a', '[': 'a[rel=prev], a[href$="/previous"]', ']': 'a[rel=next], a[href$="/next"]'
  };

  function writes(element) {
    return element.isContentEditable || /^(TEXTAREA|SELECT)$/.test(element.tagName) ||
      (element.tagName === 'INPUT' && !/^(checkbox|radio|button|submit)$/.test(element.type));
  }
  function visible(element) { return element.getClientRects().length > 0; }
  function find(key) {
    function shown(element) { return visible(element) || element.closest('details:not([open])'); }
    var named = Array.prototype.filter.call(document.querySelectorAll('[data-key]'), function (element) {
      return element.dataset.key === key && shown(element);
    })[0];
    return named || Array.prototype.filter.call(usual[key] ? document.querySelectorAll(usual[key]) : [], shown)[0];
  }
  function act(element) {
    if (!writes(element)) { element.click(); return; }
    var closed = element.closest('details:not([open])');
    if (closed) closed.open = true;
    element.focus();
  }

  /* Rows. */
  function rows() {
    return Array.prototype.filter.call(document.querySelectorAll('main [data-id]'), function (row) {
      return visible(row) && row.querySelector('a');
    });
  }
  function move(step) {
    var all = rows();
    if (!all.length) return false;
    var here = all.findIndex(function (row) { return row.contains(document.activeElement); });
    var next = here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + step, 0), all.length - 1);
    all[next].querySelector('a').focus();
    return true;
  }
  function inRow(selector) {
    var row = rows().filter(function (row) { return row.contains(document.activeElement); })[0];
    var found = row && row.querySelector(selector);
    if (found) found.click();
    return Boolean(found);
  }

  /* The table of keys, in a dialog where there are dialogs. */
  function table() {
    var open = document.querySelector('dialog[open]');
    if (open) { open.close(); return; }
    if (!window.HTMLDialogElement) { location.href = '/admin/keys'; return; }
    fetch('/admin/keys?part=1', { credentials: 'same-origin' }).then(function (answer) {
      if (answer.status !== 200) throw new Error(String(answer.status));
      return answer.text();
    }).then(function (html) {
      var dialog = document.createElement('dialog'), title = document.createElement('h2'), close = document.createElement('button');
      title.textContent = body.dataset.keysTitle;
      title.id = 'keys-title';
      close.textContent = body.dataset.close;
      close.autofocus = true;
      close.addEventListener('click', function () { dialog.close(); });
      dialog.setAttribute('aria-labelledby', title.id);
      dialog.append(title, close, window.wenqu.fragment(html));
      dialog.addEventListener('close', function () { dialog.remove(); });
      body.append(dialog);
      dialog.showModal();
    }).catch(function () { location.href = '/admin/keys'; });
  }

  function does(key) {
    if (key === '?') { table(); return true; }
    if (document.querySelector('dialog[open]')) return false;
    var element = find(key);
    if (element) { act(element); return true; }
    if (key === 'j') return move(1);
    if (key === 'k') return move(-1);
    if (key === 'o') return inRow('a');
    if (key === 'x') return inRow('input[type=checkbox]');
    return false;
  }
  document.addEventListener('keydown', function (event) {
    if (body.dataset.keys === 'off' || event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
    if (event.ctrlKey || event.altKey || event.metaKey || writes(event.target) || event.key.length !== 1) return;
    var late = Date.now() - since > 1500, key = first && !late ? first + ' ' + event.key : event.key;
    first = '';
    if (does(key)) { event.preventDefault(); return; }
    if (event.key === 'g') { first = 'g'; since = Date.now(); }
  });
})();
