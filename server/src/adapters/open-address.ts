import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { coded } from '../errors.js'

/**
 * Link-local addresses, where clouds keep the keys of their machines, and what is no host at all. Our own network and
 * this computer are allowed: that is where a closed network has its relays.
 */
const CLOSED = new BlockList()
CLOSED.addSubnet('169.254.0.0', 16, 'ipv4')
CLOSED.addSubnet('0.0.0.0', 8, 'ipv4')
CLOSED.addSubnet('224.0.0.0', 3, 'ipv4')
CLOSED.addAddress('100.100.100.200', 'ipv4')
CLOSED.addSubnet('fe80::', 10, 'ipv6')
CLOSED.addSubnet('ff00::', 8, 'ipv6')
CLOSED.addAddress('::', 'ipv6')
CLOSED.addAddress('fd00:ec2::254', 'ipv6')

/**
 * The address of a host to connect to, resolved once: who looks a name up again may be led elsewhere.
 *
 * Throws `channel.address` where nothing may be sent to it.
 */
export async function openAddress(host: string): Promise<{ address: string; family: 4 | 6 }> {
  const name = host.replace(/^\[(.*)\]$/, '$1')
  const { address } = isIP(name) ? { address: name } : await lookup(name)
  const family = isIP(address) === 6 ? 6 : 4
  if (CLOSED.check(address, family === 6 ? 'ipv6' : 'ipv4')) {
    throw coded('channel.address', `nothing is sent to ${address}`)
  }
  return { address, family }
}
