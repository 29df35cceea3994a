/** The build that a page comes from: the names of its scripts, which change with their content; null: no such page. */
export function buildOf(html: string): string | null {
  const scripts = [...html.matchAll(/<script[^>]+src="([^"]+)"/g)].map(([, src]) => src)
  return scripts.length > 0 ? scripts.join(' ') : null
}

/** Whether the server has another build than this page is of; false where it does not answer. */
export async function hasNewBuild(): Promise<boolean> {
  const html = await fetch('/', { cache: 'no-store', headers: { accept: 'text/html' } })
    .then((response) => (response.ok ? response.text() : ''))
    .catch(() => '')
  const theirs = buildOf(html)
  return theirs !== null && theirs !== buildOf(document.documentElement.outerHTML)
}
