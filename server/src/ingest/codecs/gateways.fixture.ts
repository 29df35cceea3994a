import { gatewaySchema, type Gateway } from '@ioc/shared/gateway'

/** One gateway for every convention; field `value` and such mean what the maker says. */
export const GATEWAY = gatewaySchema.parse({
  id: 'gw-hue',
  name: 'Cổng tích hợp Huế',
  stations: ['HUE-WL-01', 'HUE-AQ-01', 'HUE-PW-01'],
  topics: [
    'spBv1.0/hue/#',
    'application/3/#',
    'v3/water@hue/#',
    'tele/+/SENSOR',
    'sh3em/#',
    'zigbee2mqtt/#',
    'ioc/v1/+/#',
  ],
  routes: [
    {
      topic: 'spBv1.0/hue/#',
      codec: 'sparkplug',
      devices: {
        'hue/tram': { station: 'HUE-PW-01' },
        'hue/tram/kim-long': { station: 'HUE-WL-01', fields: { level_m: { property: 'water_level' } } },
      },
    },
    {
      topic: 'application/3/device/+/event/+',
      codec: 'chirpstack',
      devices: { '0102030405060708': { station: 'HUE-WL-01' } },
      defaults: {
        fields: {
          level_m: { property: 'water_level' },
          'radar.mm': { property: 'water_level', unit: 'mm' },
          'radar.echo.0': null,
        },
      },
    },
    {
      topic: 'v3/water@hue/devices/+/up',
      codec: 'tts',
      devices: { 'kim-long': { station: 'HUE-WL-01', fields: { level_m: { property: 'water_level' } } } },
    },
    {
      topic: 'tele/+/SENSOR',
      codec: 'flat',
      device: { level: 1 },
      time: { path: 'Time', as: 'local' },
      devices: {
        meter1: {
          station: 'HUE-PW-01',
          fields: {
            'ENERGY.Power': { property: 'active_power', unit: 'W' },
            'ENERGY.Total': { property: 'energy_import', unit: 'kWh' },
            'ENERGY.Voltage': { property: 'voltage_l1' },
          },
        },
      },
      others: 'ignore',
    },
    {
      topic: 'sh3em/events/rpc',
      codec: 'flat',
      device: { level: 0 },
      root: 'params',
      time: { path: 'params.ts', as: 'seconds' },
      devices: {
        sh3em: { station: 'HUE-PW-01', fields: { 'em:0.total_act_power': { property: 'active_power', unit: 'W' } } },
      },
      others: 'ignore',
    },
    {
      topic: 'zigbee2mqtt/#',
      codec: 'flat',
      device: { from: 1 },
      devices: { 'phòng máy/tủ 1': { station: 'HUE-AQ-01' } },
      defaults: {
        fields: { temperature: { property: 'temperature' }, rain: { property: 'rain', values: { true: 1 } } },
      },
    },
    {
      topic: 'ioc/v1/+/senml',
      codec: 'senml',
      devices: {
        'hue-aq-01': {
          station: 'HUE-AQ-01',
          fields: {
            t: { property: 'temperature' },
            rh: { property: 'humidity' },
            pm: { property: 'pm2_5', unit: 'mg/m3' },
          },
        },
      },
    },
    { topic: 'ioc/v1/+/observations', codec: 'native', devices: {} },
    { topic: 'ioc/v1/+/status', codec: 'native', devices: {} },
  ],
}) as Gateway
