/* What makes the console comfortable. Everything works without it: each action is a form. ES2017, no dependencies. */
(function () {
  'use strict';
  var body = document.body, english = document.documentElement.lang === 'en';
  var status = document.getElementById('status');
  var offset = Number(body.dataset.now) - Date.now();
  var policy = window.trustedTypes && window.trustedTypes.createPolicy('wenqu', { createHTML: function (html) { return html; } });

  function say(words) { if (status.textContent !== words) status.textContent = words; }

  /* Waiting times, by the same rule as the server's. */
  function span(seconds) {
    var minutes = Math.floor(Math.max(seconds, 0) / 60), days = Math.floor(minutes / 1440);
    var hours = Math.floor(minutes / 60) % 24, rest = minutes % 60;
    if (days) return english ? days + ' d ' + hours + ' h' : days + ' 天 ' + hours + ' 小时';
    if (hours) return english ? hours + ' h ' + rest + ' min' : hours + ' 小时 ' + rest + ' 分';
    if (rest) return english ? rest + ' min' : rest + ' 分钟';
    return english ? 'under a minute' : '不到 1 分钟';
  }
  function relabel() {
    document.querySelectorAll('time[data-ago]').forEach(function (time) {
      var words = time.dataset.ago.replace('{}', span((Date.now() + offset - Date.parse(time.dateTime)) / 1000));
      if (time.textContent !== words) time.textContent = words;
    });
  }
  setInterval(relabel, 20000);

  /* Polling: the server answers 304 while nothing has changed. */
  function fragment(html) {
    var template = document.createElement('template');
    template.innerHTML = policy ? policy.createHTML(html) : html;
    return template.content;
  }
  function ids(root) {
    return Array.prototype.map.call(root.querySelectorAll('[data-id]'), function (item) { return item.dataset.id; }).join();
  }
  function swap(box, content) {
    var before = box.querySelector('[data-items]');
    var ticked = Array.prototype.map.call(box.querySelectorAll('input:checked'), function (input) { return input.name; });
    Array.prototype.slice.call(content.children).forEach(function (part) {
      var old = document.getElementById(part.id);
      if (old) old.replaceWith(part);
    });
    box.querySelectorAll('input[type=checkbox]').forEach(function (input) { input.checked = ticked.indexOf(input.name) >= 0; });
    var after = box.querySelector('[data-items]');
    var seen = document.querySelector('input[name=seen]');
    if (before && after) {
      if (seen && !document.querySelector('.new')) seen.value = after.dataset.seen;
      if (Number(after.dataset.items) > Number(before.dataset.items)) say(body.dataset.new);
    }
    var titled = box.querySelector('[data-title]');
    if (titled) document.title = titled.dataset.title;
    relabel();
  }
  /* Rows don't move under the pointer: a bar offers the new list. */
  function offer(box, content) {
    var old = box.querySelector('.bar');
    if (old) old.remove();
    var bar = document.createElement('button');
    bar.className = 'bar';
    bar.type = 'button';
    bar.textContent = box.dataset.bar;
    bar.addEventListener('click', function () { bar.remove(); swap(box, content); });
    box.insertBefore(bar, box.firstChild);
  }
  /* Nobody there for 20 minutes: polling stops, and a button goes on. */
  var IDLE_MS = 20 * 60000, touched = Date.now(), paused = null, waiting = [];
  ['pointerdown', 'pointermove', 'keydown', 'scroll'].forEach(function (name) {
    document.addEventListener(name, function () { touched = Date.now(); }, { passive: true, capture: true });
  });
  function pause(ask) {
    waiting.push(ask);
    if (paused) return;
    paused = document.createElement('button');
    paused.type = 'button';
    paused.className = 'bar';
    paused.textContent = body.dataset.paused;
    paused.addEventListener('click', function () {
      var asks = waiting;
      paused.remove();
      paused = null;
      waiting = [];
      touched = Date.now();
      asks.forEach(function (ask) { ask(); });
    });
    var main = document.getElementById('main');
    main.insertBefore(paused, main.firstChild);
    say(body.dataset.paused);
  }
  function poll(box) {
    var etag = '', failures = 0, every = Number(box.dataset.every) * 1000;
    function again() {
      if (Date.now() - touched > IDLE_MS) { pause(ask); return; }
      var delay = document.hidden ? 60000 : Math.min(every * Math.pow(2, failures), 60000);
      setTimeout(ask, delay * (0.8 + Math.random() * 0.4));
    }
    function ask() {
      fetch(box.dataset.poll, { headers: etag ? { 'If-None-Match': etag } : {}, cache: 'no-store', credentials: 'same-origin' })
        .then(function (answer) {
          if (answer.status === 401) { location.reload(); return; }
          if (answer.status !== 200 && answer.status !== 304) throw new Error(String(answer.status));
          if (failures) say('');
          failures = 0;
          offset = Number(answer.headers.get('X-Now')) - Date.now();
          if (answer.status === 304) { again(); return; }
          return answer.text().then(function (html) {
            var content = fragment(html);
            var moved = ids(content) !== ids(box);
            /* What somebody is at does not go away under their hands. */
            if (box.contains(document.activeElement)) {
              if (moved && box.dataset.bar && !document.activeElement.matches('.bar')) offer(box, content);
              again();
              return;
            }
            etag = answer.headers.get('ETag') || '';
            if (moved && box.dataset.bar && box.matches(':hover')) offer(box, content); else swap(box, content);
            again();
          });
        })
        .catch(function () { failures += 1; say(body.dataset.lost); again(); });
    }
    again();
  }
  document.querySelectorAll('[data-poll]').forEach(poll);
  /* For the other files: the one place that makes HTML from text, and the one that speaks to screen readers. */
  window.wenqu = { fragment: fragment, say: say };

  /* Bytes as the platform counts them: UTF-8, line breaks as one, the signature included. */
  function bytes(text) {
    return unescape(encodeURIComponent(text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|([^\ud800-\udbff]|^)[\udc00-\udfff]/g, '$1?'))).length;
  }
  document.querySelectorAll('textarea[data-limit]').forEach(function (area) {
    var line = document.getElementById(area.id + '-count'), count = line.querySelector('[data-count]');
    var limit = Number(area.dataset.limit), extra = Number(area.dataset.extra);
    function recount() {
      var used = bytes(area.value.trim()) + extra;
      count.textContent = count.dataset.count.replace('{}', used).replace('{}', limit);
      line.classList.toggle('near', used > 1800 && used <= limit);
      line.classList.toggle('over', used > limit);
    }
    area.addEventListener('input', recount);
    recount();
    /* Enter belongs to the text and to input methods; only Ctrl+Enter sends, and never while composing. */
    area.addEventListener('keydown', function (event) {
      if (event.key !== 'Enter' || event.shiftKey || !(event.ctrlKey || event.metaKey) || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      area.form.querySelector('button.primary').click();
    });
  });

  var wrong = document.getElementById('error-summary');
  if (wrong) wrong.focus();
})();
