"""Sound on its way in and out: microphone, meter, files, sealed chunks, playback."""
