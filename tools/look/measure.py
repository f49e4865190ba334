"""Measures a page in the browser: targets a thumb can hit, labelled fields, pictures with words, nothing sideways."""

from __future__ import annotations

from typing import cast

from playwright.sync_api import Page

#: A link in running text is read, not aimed at (WCAG 2.5.8 inline); what a label holds is hit by way of the label.
_SMALL_TARGETS = """least => {
  const shown = e => e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true});
  const box = e => {
    const own = e.getBoundingClientRect();
    let [w, h] = [own.width, own.height];
    for (const which of ['::before', '::after']) {  // what widens the target lies over its positioned ancestor
      const s = getComputedStyle(e, which);
      if (s.content === 'none' || s.position !== 'absolute' || s.pointerEvents === 'none') continue;
      w = Math.max(w, parseFloat(s.width) || 0);
      h = Math.max(h, parseFloat(s.height) || 0);
    }
    return [w, h];
  };
  const inText = e => {
    if (e.tagName !== 'A' || getComputedStyle(e).display !== 'inline') return false;
    const around = e.parentElement;
    return [...around.childNodes].some(n => n !== e && n.textContent.trim());
  };
  const found = [];
  const aimedAt = 'main a[href], main button, main summary, main input, main select, main textarea, nav a';
  for (const e of document.querySelectorAll(aimedAt)) {
    if (!shown(e) || e.disabled || e.type === 'hidden' || e.closest('[aria-hidden=true]') || e.tabIndex < 0) continue;
    const holder = e.closest('label');
    const target = holder && ['checkbox', 'radio', 'file', 'date'].includes(e.type) ? holder : e;
    if (!shown(target) || inText(e)) continue;
    const own = target.getBoundingClientRect();
    if (own.width < 2 || own.height < 2) continue;
    const [w, h] = box(target);
    if (w >= least - 0.5 && h >= least - 0.5) continue;
    const words = (e.innerText || e.name || '').trim().replace(/\\s+/g, ' ').slice(0, 24);
    found.push(`${Math.round(w)}×${Math.round(h)} ${e.tagName.toLowerCase()}.${e.className} ${words}`);
  }
  return found;
}"""

_SIDEWAYS = """() => {
  const root = document.scrollingElement, wide = root.scrollWidth - root.clientWidth;
  if (wide <= 0) return [];
  const over = [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1);
  return [`${wide} px wider than the screen: ` + over.slice(0, 3).map(e => `${e.tagName.toLowerCase()}.${e.className}`).join(', ')];
}"""

_UNLABELLED = """() => {
  const found = [];
  for (const e of document.querySelectorAll('input, select, textarea')) {
    if (['hidden', 'submit', 'button'].includes(e.type) || !e.checkVisibility() || e.ariaHidden === 'true') continue;
    const words = e.getAttribute('aria-label') || [...(e.labels || [])].map(l => l.innerText).join('')
      || (e.getAttribute('aria-labelledby') || '').split(' ').map(i => document.getElementById(i)?.innerText || '').join('');
    if (!words.trim()) found.push(`field without a label: ${e.name || e.id || e.outerHTML.slice(0, 80)}`);
  }
  for (const e of document.querySelectorAll('img:not([alt])')) found.push(`picture without alt: ${e.src}`);
  for (const e of document.querySelectorAll('a[href], button'))
    if (e.checkVisibility() && !(e.innerText || '').trim() && !e.getAttribute('aria-label') && !e.querySelector('img[alt]:not([alt=""])'))
      found.push(`nameless ${e.tagName.toLowerCase()}: ${e.outerHTML.slice(0, 80)}`);
  return found;
}"""


def small_targets(page: Page, least: int = 44) -> list[str]:
    """What a thumb has to hit and is smaller than `least` px either way."""
    return cast("list[str]", page.evaluate(_SMALL_TARGETS, least))


def sideways(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    return cast("list[str]", page.evaluate(_SIDEWAYS))


def unlabelled(page: Page) -> list[str]:
    """Fields, pictures and buttons a screen reader cannot name."""
    return cast("list[str]", page.evaluate(_UNLABELLED))
