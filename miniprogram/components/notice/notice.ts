// A sentence that says what went wrong, or that something was done.
Component({
  options: { addGlobalClass: true },
  properties: {
    text: { type: String, value: "" },
    isGood: { type: Boolean, value: false },
  },
});
