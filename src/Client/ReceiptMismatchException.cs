namespace Cocoon.Client;

/// <summary>A receipt states something else than this client saw or agreed to. No voucher was signed for it.</summary>
public sealed class ReceiptMismatchException(string what) : Exception($"The receipt was not accepted: {what} No voucher was signed.");
