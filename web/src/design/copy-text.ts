/** Puts text on the clipboard; also on plain HTTP, as closed networks have it, where the clipboard itself is barred. */
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    const done = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    )
    if (done) return true
  }
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'unseen'
  document.body.append(field)
  field.select()
  // oxlint-disable-next-line typescript/no-deprecated -- Nothing else copies outside a secure context.
  const done = document.execCommand('copy')
  field.remove()
  return done
}
