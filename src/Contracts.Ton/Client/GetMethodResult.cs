namespace Cocoon.Ton.Client;

/// <summary>What a contract's get-method answered.</summary>
/// <param name="ExitCode">0 or 1 for success; 11 usually means that there is no such method, -13 that there is no contract.</param>
/// <param name="GasUsed">Gas, which nobody pays.</param>
/// <param name="Stack">Its results, the first one first.</param>
public sealed record GetMethodResult(int ExitCode, ulong GasUsed, IReadOnlyList<StackItem> Stack)
{
    public bool IsSuccess => ExitCode is 0 or 1;

    /// <summary>The results of a method that succeeded.</summary>
    /// <exception cref="TonClientException">It did not: <see cref="TonFailure.Rejected"/>.</exception>
    public IReadOnlyList<StackItem> RequireSuccess() => IsSuccess
        ? Stack
        : throw new TonClientException(TonFailure.Rejected, $"The get-method ended with exit code {ExitCode}" + ExitCode switch
        {
            11 => ": the contract has no such method.",
            -13 => ": there is no contract at this address.",
            _ => ".",
        });
}
