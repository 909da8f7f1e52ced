import { type Device, modelFacts } from "../store/devices.ts";

/** The `device` of `GET /device-v2/{id}/config`: identity, shadow, settings, shortcuts. */
export function deviceView(device: Device) {
  const { deviceType, deviceFamily, deviceGroup } = modelFacts(device.model);
  return {
    deviceId: device.deviceId,
    name: device.name,
    errorCode: null,
    fwVersion: device.fwVersion,
    popCode: device.popCode,
    activationPopCode: device.popCode,
    registrationCode: device.registrationCode,
    releaseChannelId: "general-memfault",
    releaseChannelVersion: device.fwVersion,
    deviceType,
    deviceFamily,
    deviceGroup,
    mac: device.mac,
    online: device.online,
    geoTimezone: device.geoTimezone,
    getPosix: device.getPosix,
    status: device.shadow,
    config: device.config,
    shortcuts: device.shortcuts,
  };
}

/** The flat object the retired status endpoint used to give; despite the field names, disk sizes are KiB. */
export function legacyStatus({ deviceId, online, shadow, fwVersion }: Device) {
  const yes = (value: unknown) => value === 1 || value === true || value === "1";
  const bytesPerSecond = shadow["bytesPS"];
  return {
    deviceId,
    isOnline: online,
    firmwareVersion: shadow["fwVersion"] ?? fwVersion,
    activeCard: shadow["activeCard"],
    ambientLightSensorReading: shadow["als"],
    averageDownloadSpeedBytesSecond: bytesPerSecond,
    batteryLevelPercentage: shadow["batteryLevel"],
    batteryLevelPercentageRaw: shadow["batteryLevelRaw"],
    buzzErrors: shadow["buzzErrors"],
    cardInsertionState: shadow["cardInserted"],
    dayMode: shadow["day"],
    errorsLogged: shadow["errorsLogged"],
    freeDiskSpaceBytes: shadow["freeDisk"],
    totalDiskSpaceBytes: shadow["totalDisk"],
    isAudioDeviceConnected: yes(shadow["headphones"]),
    isBackgroundDownloadActive: yes(shadow["bgDownload"]),
    isBluetoothAudioConnected: yes(shadow["bluetoothHp"]),
    isCharging: yes(shadow["charging"]),
    isNfcLocked: yes(shadow["nfcLock"]),
    networkSsid: shadow["ssid"],
    nightlightMode: shadow["nightlightMode"],
    playingSource: shadow["playingStatus"],
    powerCapabilities: shadow["powerCaps"],
    powerSource: shadow["powerSrc"],
    systemVolumePercentage: shadow["volume"],
    userVolumePercentage: shadow["userVolume"],
    taskWatchdogTimeoutCount: shadow["twdt"],
    temperatureCelcius: String(shadow["temp"] ?? "0").split(":")[1] ?? "0",
    updatedAt: shadow["updatedAt"],
    uptime: shadow["upTime"],
    utcOffsetSeconds: shadow["utcOffset"],
    utcTime: shadow["utcTime"],
    wifiStrength: shadow["wifiStrength"],
  };
}
