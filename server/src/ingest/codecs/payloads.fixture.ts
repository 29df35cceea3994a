/** Payloads as the specifications and the makers' documents show them. */
export const hex = (text: string): Buffer => Buffer.from(text, 'hex')
export const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))

export const AT = 1_763_600_000_000

export const SENML = [
  { bn: 'hue-aq-01:', bt: 1763600000, n: 't', u: 'Cel', v: 27.5 },
  { n: 'rh', u: '%RH', v: 81 },
  { n: 'door', vb: true },
  { n: 'note', vs: 'ok' },
]
/** The first two of them. */
export const SENML_CBOR = hex(
  '82a5216a6875652d61712d30313a221a691e6680006174016343656c02fb403b800000000000a3006272680163255248021851',
)

export const NDEATH = hex('0880c881f6a933120b0a05626453657120085800')
export const DBIRTH = hex('0880c881f6a933121d0a076c6576656c5f6d10011880c881f6a933200a69000000000000f43f1801')
export const DDATA = hex('08e09c85f6a9331214100118e09c85f6a933200a69f6285c8fc2f5f43f1802')

export const CHIRPSTACK_TOPIC = 'application/3/device/0102030405060708/event/up'
export const CHIRPSTACK = {
  deduplicationId: '6f1c3c9e-8a50-4c8e-9d8a-4c5a5a6b7c8d',
  time: '2025-11-20T00:53:20.000Z',
  deviceInfo: {
    tenantName: 'hue',
    applicationName: 'water',
    deviceProfileName: 'radar',
    deviceName: 'kim-long',
    devEui: '0102030405060708',
    tags: {},
  },
  devAddr: '00189440',
  adr: true,
  dr: 2,
  fPort: 2,
  data: 'AH0=',
  object: { level_m: 1.25, radar: { mm: 1250, echo: [3, 4] } },
  rxInfo: [{ gatewayId: '0016c001f153a14c', uplinkId: 4217, rssi: -97, snr: 7.5 }],
}

export const TTS_TOPIC = 'v3/water@hue/devices/kim-long/up'
export const TTS = {
  end_device_ids: { device_id: 'kim-long', application_ids: { application_id: 'water' }, dev_eui: '0102030405060708' },
  received_at: '2025-11-20T00:53:20.2Z',
  uplink_message: {
    f_port: 2,
    frm_payload: 'AH0=',
    decoded_payload: { level_m: 1.25 },
    rx_metadata: [{ gateway_ids: { gateway_id: 'gw1' }, rssi: -97 }],
    settings: { frequency: '922000000' },
    received_at: '2025-11-20T00:53:20.0Z',
  },
}

export const TASMOTA = {
  Time: '2025-11-20T07:53:20',
  ENERGY: { Total: 123.4, Yesterday: 2.1, Today: 0.9, Power: 154, Factor: 0.91, Voltage: 221, Current: 0.77 },
}

export const SHELLY = {
  src: 'shellypro3em-aabb',
  dst: 'sh3em/events',
  method: 'NotifyStatus',
  params: { ts: 1763600000.12, 'em:0': { id: 0, a_current: 4.03, a_voltage: 221.2, total_act_power: 1980.5 } },
}

export const ZIGBEE = { temperature: 27.34, humidity: 44.72, battery: 97, linkquality: 120 }
