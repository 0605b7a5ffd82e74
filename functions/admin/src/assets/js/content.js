/* The preview follows what is typed. Without this it follows its button. */
(function () {
  'use strict';
  document.querySelectorAll('form[data-preview]').forEach(function (form) {
    var timer = 0, asked = 0;
    function show() {
      var mine = ++asked, fields = new URLSearchParams(new FormData(form));
      fields.set('then', 'preview');
      fields.set('part', '1');
      fetch(form.action, { method: 'POST', body: fields, credentials: 'same-origin' })
        .then(function (answer) { return answer.ok ? answer.text() : ''; })
        .then(function (html) {
          var old = document.getElementById(form.dataset.preview);
          if (!html || mine !== asked || !old) return;
          var fresh = window.wenqu.fragment(html).firstElementChild;
          if (fresh) old.replaceWith(fresh);
        })
        .catch(function () { /* the next key asks again */ });
    }
    form.addEventListener('input', function () {
      clearTimeout(timer);
      timer = setTimeout(show, 400);
    });
  });
})();
