"""What axe does not look at: one function of the page each, which gives the list of what is wrong."""

# The tags of WCAG 2.0 to 2.2, A and AA. `wcag22aa` has to be named: its rule is off otherwise.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

AXE = """async tags => {
    const found = await axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']});
    return found.violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ') + ' ' +
        (n.any[0] || n.all[0] || n.none[0] || {message: ''}).message).join(' | ')}`);
}"""

# 1.4.10: nothing sticks out sideways.
WIDTH = """() => {
    const wide = document.documentElement.scrollWidth - innerWidth;
    if (wide <= 0) return [];
    const names = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
        .map(e => e.tagName + '.' + e.className);
    return [`${wide} px too wide: ${names.slice(0, 5)}`];
}"""

# 2.5.5 and our own rule: what is pressed is large enough, unless it stands in a sentence.
TARGETS = """least => {
    const bad = [];
    const pressed = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
    for (const e of document.querySelectorAll(pressed)) {
        if (!e.checkVisibility() || getComputedStyle(e).visibility === 'hidden') continue;
        const inline = getComputedStyle(e).display === 'inline';
        const around = e.parentElement.textContent.trim().length > e.textContent.trim().length;
        if (e.tagName === 'A' && inline && around) continue;
        let box = e.getBoundingClientRect();
        if (box.width <= 1) continue;  // the skip link, until it has the focus
        let {width, height} = box;
        for (const label of /checkbox|radio/.test(e.type) ? e.labels : []) {
            const own = label.getBoundingClientRect();
            width = Math.max(width, own.width);
            height = Math.max(height, own.height);
        }
        if (width < least - 0.5 || height < least - 0.5)
            bad.push(`${e.tagName} ${e.id || e.className} "${(e.textContent || e.name).trim().slice(0, 20)}" ` +
                `${Math.round(width)}x${Math.round(height)}`);
    }
    return bad;
}"""

# 2.4.7 and 2.4.11: the focus is seen, and nothing lies on it. A key was pressed before, so that it shows.
FOCUS = """async () => {
    const bad = [];
    const pressed = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
    for (const e of document.querySelectorAll(pressed)) {
        if (!e.checkVisibility() || e.disabled) continue;
        e.focus();
        if (document.activeElement !== e) {
            bad.push(`${e.tagName} ${e.textContent.trim()} takes no focus`);
            continue;
        }
        const style = getComputedStyle(e);
        const name = `${e.tagName} ${(e.textContent || e.name || e.id).trim().slice(0, 20)}`;
        if ((style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) && style.boxShadow === 'none')
            bad.push(`${name}: the focus is not seen`);
        const on = (x, y) => {
            const box = e.getBoundingClientRect();
            return document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
        };
        const seen = () => [0.5, 0.1, 0.9].some(x => [0.5, 0.1, 0.9].some(y => {
            const top = on(x, y);
            return top && (e.contains(top) || top.contains(e));
        }));
        // A list that has lost the focus closes a moment later, and what stands below it moves.
        for (let n = 0; n < 20 && !seen(); n++) await new Promise(done => setTimeout(done, 100));
        if (!seen()) {
            const top = on(0.5, 0.5);
            bad.push(`${name}: covered by ${top ? top.outerHTML.slice(0, 120) : 'nothing, outside the window'}`);
        }
    }
    return bad;
}"""

# 1.4.12: with the spacing of the criterion nothing is cut off. Previews end in an ellipsis by intent.
SPACING = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
            word-spacing: .16em !important }
        p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [sheet];
    const bad = [...document.querySelectorAll('main *, header *, nav *')].filter(e => {
        const style = getComputedStyle(e);
        return style.overflowX === 'hidden' && e.clientWidth > 1 && !e.matches('.preview, .hidden, .skip') && e.textContent.trim() &&
            (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
    }).map(e => `${e.tagName}.${e.className} is cut off`);
    const wide = document.documentElement.scrollWidth - innerWidth;
    document.adoptedStyleSheets = [];
    return wide > 0 ? [...bad, `${wide} px too wide with more spacing`] : bad;
}"""

INLINE = """() => [...document.querySelectorAll('[style], style, script:not([src])')].map(e => e.outerHTML.slice(0, 80))"""
