namespace Cocoon.Ton.Tests.Addresses;

public sealed record AddressVector(string Raw, string CellHash, AddressForm[] Forms);
