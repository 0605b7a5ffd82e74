/* The menu's form: counts bytes, shows what a kind needs, and redraws the phone while somebody types. */
(function () {
  'use strict';
  var form = document.querySelector('.menu-form');
  var phone = document.getElementById('menu-phone');
  if (!form || !phone) return;
  var CHARS = { top: 4, below: 8 };

  function bytes(text) { return new TextEncoder().encode(text).length; }
  function cut(name, chars) {
    var width = 0, out = '';
    for (var char of name) {
      width += char.charCodeAt(0) < 128 ? 1 : 2;
      if (width > chars * 2) return out + '…';
      out += char;
    }
    return out;
  }
  function typed(input) {
    var name = input.value.trim(), limit = Number(input.dataset.bytes), used = bytes(name);
    var count = document.getElementById(input.id + '-count');
    count.textContent = count.dataset.count.replace('{}', used).replace('{}', limit);
    count.classList.toggle('over', used > limit);
    document.getElementById(input.id + '-meter').value = Math.min(used, limit);
    var chars = input.id.split('-').length > 2 ? CHARS.below : CHARS.top;
    var shown = phone.querySelector('[data-name="' + input.id + '"]');
    if (shown) {
      shown.textContent = name ? cut(name, chars) : phone.firstElementChild.dataset.unnamed;
      shown.title = name;
    }
  }
  function chosen(select) {
    ['click', 'view'].forEach(function (kind) {
      form.querySelector('[data-for="' + kind + '-' + select.dataset.kind + '"]').hidden = select.value !== kind;
    });
  }
  form.querySelectorAll('input[data-bytes]').forEach(function (input) {
    input.addEventListener('input', function () { typed(input); });
  });
  form.querySelectorAll('select[data-kind]').forEach(function (select) {
    select.addEventListener('change', function () { chosen(select); });
    chosen(select);
  });
})();
