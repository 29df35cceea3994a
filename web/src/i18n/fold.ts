/** Lower case, without Vietnamese marks: "Hương Trà" and "huong tra" are the same words. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase()
}
