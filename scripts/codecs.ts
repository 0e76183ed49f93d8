/** Decoders of DICOM's compressed pixels: the module that each file of dist/codecs is made of. */
export const codecs = {
  openjpeg: "@cornerstonejs/codec-openjpeg/decode",
  libjpegTurbo: "@cornerstonejs/codec-libjpeg-turbo-8bit/decode",
  jpegLossless: "jpeg-lossless-decoder-js",
} as const;
