import type { Page } from 'playwright-core'

/**
 * In the page: what can be pushed sideways within itself, though its end is not reached by keys. A strip of controls
 * follows the focus; what is wider for another reason, as tables are, takes the focus itself (`ScrollAcross`).
 */
const FIND = `(() => {
  const KEYS = 'a, button, input, select, summary, [tabindex="0"]'
  const leads = (each) => each.matches(KEYS) || each.querySelector(KEYS) !== null
  const found = []
  for (const each of document.querySelectorAll('body *')) {
    const over = each.scrollWidth - each.clientWidth
    if (over <= 1 || !['auto', 'scroll'].includes(getComputedStyle(each).overflowX)) continue
    if (each.matches('[tabindex="0"], textarea') || (each.lastElementChild && leads(each.lastElementChild))) continue
    found.push([each.localName, each.className, 'is', over, 'px wider than its place'].join(' '))
  }
  return found
})()`

/** What scrolls sideways within a page and was not made for it. */
export function sidewaysIn(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(FIND)
}
