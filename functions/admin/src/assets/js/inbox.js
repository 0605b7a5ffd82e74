/* One button that ticks every row of the page, or none. Without this each row is ticked by itself. */
(function () {
  'use strict';
  var form = document.getElementById('bulk');
  if (!form) return;
  function boxes() { return Array.prototype.slice.call(document.querySelectorAll('input[type=checkbox][form=bulk]')); }
  var all = document.createElement('button');
  all.type = 'button';
  all.textContent = form.dataset.all;
  all.addEventListener('click', function () {
    var every = boxes(), tick = !every.every(function (box) { return box.checked; });
    every.forEach(function (box) { box.checked = tick; });
  });
  form.querySelector('.buttons').appendChild(all);
})();
