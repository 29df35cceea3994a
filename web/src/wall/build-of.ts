/** The build that a page comes from: the names of its scripts, which change with their content; null: no such page. */
export function buildOf(html: string): string | null {
  const scripts = [...html.matchAll(/<script[^>]+src="([^"]+)"/g)].map(([, src]) => src)
  return scripts.length > 0 ? scripts.join(' ') : null
}
