/** The build that a page comes from: the names of its scripts, which change with their content; null: no such page. */
export function buildOf(html: string): string | null {
  const scripts = [...html.matchAll(/<script[^>]+src="([^"]+)"/g)].map(([, src]) => src)
  return scripts.length > 0 ? scripts.join(' ') : null
}

/** The build that the server has now; null where it does not answer. */
export async function servedBuild(): Promise<string | null> {
  const html = await fetch('/', { cache: 'no-store', headers: { accept: 'text/html' } })
    .then((response) => (response.ok ? response.text() : ''))
    .catch(() => '')
  return buildOf(html)
}

/** Whether the server has another build than this page is of; false where it does not answer. */
export async function hasNewBuild(): Promise<boolean> {
  const theirs = await servedBuild()
  return theirs !== null && theirs !== buildOf(document.documentElement.outerHTML)
}
