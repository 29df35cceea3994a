/** Why somebody at a door of the field was turned away. */
export const REFUSAL_REASONS = [
  /** No station or gateway has this name. */
  'station.unknown',
  'secret.wrong',
  /** A certificate that is expired, not of our authority, or of another station than the user name says. */
  'certificate',
  /** MQTT 5, or no MQTT that we know. */
  'protocol',
  /** No TLS came about at the door for it. */
  'tls',
  /** The sender holds as many connections as it may. */
  'connections.sender',
  /** All connections that the broker may hold are taken. */
  'connections.all',
  /** Too many attempts from one address. */
  'attempts',
  'packet.size',
  'subscription',
  /** Published below a topic that is another's. */
  'topic.foreign',
  /** A batch key that is wrong, over, used up, or not for this station. */
  'claim',
] as const

export type RefusalReason = (typeof REFUSAL_REASONS)[number]
