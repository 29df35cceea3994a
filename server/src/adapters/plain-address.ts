/** An IPv4 address as people write it, also of a socket that listens for both kinds ("::ffff:10.1.2.3"). */
export function plainAddress(address = ''): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}
