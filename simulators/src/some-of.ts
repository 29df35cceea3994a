/** A list a person can read: the first of many, and how many more. */
export function someOf(names: readonly string[], most = 12): string {
  const more = names.length - most
  return more > 0 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ')
}
