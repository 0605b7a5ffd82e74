/* A thread: drafts that are kept, a preview, canned responses at "/", who is writing. All of it works without. */
(function () {
  'use strict';
  var area = document.querySelector('textarea[data-canned]');
  var form = area && area.form;
  if (!form || !window.fetch) return;
  var box = document.querySelector('[data-presence]');
  var say = window.wenqu.say;
  var state = form.querySelector('[data-draft-state]');
  var lastInput = 0, sending = false;

  function composing(event) { return event.isComposing || event.keyCode === 229; }

  /* Who writes: the poll tells it. */
  var address = box && box.dataset.poll;
  function tell() {
    if (box) box.dataset.poll = address + (Date.now() - lastInput < 15000 && area.value.trim() ? '&doing=write' : '');
  }
  setInterval(tell, 3000);

  /* The draft, on the server. */
  var kept = area.value, request = null, used = '';
  function keep(leaving) {
    if (sending || area.value === kept) return;
    var value = area.value, body = new URLSearchParams();
    body.set('csrf', form.elements.csrf.value);
    body.set('text', value);
    body.set('quiet', '1');
    if (request) request.abort();
    request = window.AbortController ? new AbortController() : null;
    fetch(form.dataset.draft, {
      method: 'POST', body: body, credentials: 'same-origin', keepalive: !!leaving && value.length < 15000,
      signal: request ? request.signal : undefined
    }).then(function (answer) {
      if (answer.status !== 204) throw new Error(String(answer.status));
      kept = value;
      if (state) state.textContent = form.dataset.kept;
    }).catch(function (error) {
      if (error.name !== 'AbortError' && state) state.textContent = form.dataset.notKept;
    });
  }
  setInterval(function () { if (Date.now() - lastInput > 1500) keep(); }, 2000);
  area.addEventListener('blur', function () { keep(); });
  window.addEventListener('pagehide', function () { keep(true); });

  /* Sending ends the keeping: a draft that is under way must not come back behind the answer. */
  form.addEventListener('submit', function (event) {
    var file = form.elements.picture;
    if (file && file.files && file.files[0] && file.files[0].size > Number(file.dataset.largest)) {
      event.preventDefault();
      say(file.dataset.tooLarge);
      file.focus();
      return;
    }
    sending = true;
    if (request) request.abort();
  });
  area.addEventListener('keydown', function (event) {
    if (event.key !== 'Enter' || !event.shiftKey || !(event.ctrlKey || event.metaKey) || composing(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    var then = document.createElement('button');
    then.name = 'then';
    then.value = 'end-next';
    then.hidden = true;
    form.appendChild(then);
    then.click();
  }, true);

  /* The preview is the thread's own bubble. */
  var preview = document.getElementById('preview');
  function draw() {
    var words = preview.querySelector('.words'), text = area.value.trim();
    words.textContent = text ? text + area.dataset.signature : '';
    preview.querySelector('[data-empty]').hidden = !!text;
  }
  area.addEventListener('input', function () { lastInput = Date.now(); tell(); draw(); });
  draw();

  /* Canned responses: "/" at the start of a word, then code, title or initials. */
  var list = document.getElementById('canned-list'), choices = null, shown = [], at = -1;
  function query() {
    if (area.selectionStart !== area.selectionEnd) return null;
    var found = /(^|\s)\/([^\s\/]{0,20})$/.exec(area.value.slice(0, area.selectionStart));
    return found ? found[2].toLowerCase() : null;
  }
  function close() {
    if (!list.hidden) say('');
    list.hidden = true;
    list.textContent = '';
    at = -1;
    shown = [];
    area.removeAttribute('aria-activedescendant');
    area.removeAttribute('aria-controls');
  }
  function mark(index) {
    at = index;
    Array.prototype.forEach.call(list.children, function (item, place) {
      item.setAttribute('aria-selected', String(place === index));
    });
    if (index < 0) return;
    area.setAttribute('aria-activedescendant', list.children[index].id);
    list.children[index].scrollIntoView({ block: 'nearest' });
  }
  function fits(row, typed) {
    return !typed || row.code.indexOf(typed) === 0 || row.initials.indexOf(typed) === 0 || row.title.toLowerCase().indexOf(typed) >= 0;
  }
  function open() {
    var typed = query();
    if (typed === null) { close(); return; }
    if (!choices) { load(); return; }
    shown = choices.filter(function (row) { return fits(row, typed); }).slice(0, 6);
    list.textContent = '';
    if (!shown.length) { close(); if (typed) say(list.dataset.none); return; }
    shown.forEach(function (row, place) {
      var item = document.createElement('li'), code = document.createElement('b'), text = document.createElement('span');
      item.id = 'canned-' + place;
      item.setAttribute('role', 'option');
      code.textContent = '/' + row.code + ' ' + row.title;
      text.textContent = row.text.length > 30 ? row.text.slice(0, 30) + '…' : row.text;
      item.appendChild(code);
      item.appendChild(text);
      item.addEventListener('mousedown', function (event) { event.preventDefault(); choose(place); });
      list.appendChild(item);
    });
    list.hidden = false;
    area.setAttribute('aria-controls', list.id);
    mark(0);
    say(list.dataset.found.replace('{}', shown.length));
  }
  function load() {
    choices = [];
    fetch(area.dataset.canned, { credentials: 'same-origin', cache: 'no-store' })
      .then(function (answer) { return answer.ok ? answer.json() : []; })
      .then(function (rows) { choices = rows; open(); })
      .catch(function () { choices = null; });
  }
  function choose(index) {
    var row = shown[index], end = area.selectionStart, start = area.value.lastIndexOf('/', end - 1);
    area.setRangeText(row.text, start, end, 'end');
    used = row.code;
    close();
    area.dispatchEvent(new Event('input', { bubbles: true }));
    count();
  }
  function count() {
    var body = new URLSearchParams();
    body.set('csrf', form.elements.csrf.value);
    body.set('canned', used);
    fetch(area.dataset.canned, { method: 'POST', body: body, credentials: 'same-origin' }).catch(function () {});
  }
  area.setAttribute('aria-autocomplete', 'list');
  area.addEventListener('input', function (event) { if (!event.isComposing) open(); });
  area.addEventListener('compositionend', function () { setTimeout(open, 0); });
  area.addEventListener('blur', close);
  area.addEventListener('keydown', function (event) {
    if (list.hidden || composing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    var last = shown.length - 1;
    if (event.key === 'ArrowDown') mark(at >= last ? 0 : at + 1);
    else if (event.key === 'ArrowUp') mark(at <= 0 ? last : at - 1);
    else if (event.key === 'Enter' || event.key === 'Tab') choose(at);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
})();
