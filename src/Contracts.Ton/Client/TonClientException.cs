namespace Cocoon.Ton.Client;

/// <summary>A call to a TON node failed; <see cref="Failure"/> says what that means for the caller.</summary>
public sealed class TonClientException(TonFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    public TonFailure Failure { get; } = failure;
}
