namespace Cocoon.Ton.Tests.Addresses;

public sealed record AddressForm(bool UrlSafe, bool Bounceable, bool TestOnly, string Text);
