namespace Cocoon.Client;

/// <summary>A channel's voucher state cannot be opened, read or written. Nothing was signed.</summary>
public sealed class VoucherStoreException(string message, Exception? inner = null) : Exception(message, inner);
