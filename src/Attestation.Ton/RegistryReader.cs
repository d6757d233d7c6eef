using Cocoon.Core.Accounts;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;
using Cocoon.Ton.Registry;

namespace Cocoon.Attestation.Ton;

/// <summary>Reads a registry through a node. Thread-safe.</summary>
/// <param name="client">The node.</param>
/// <param name="registry">Address of the registry contract.</param>
public sealed class RegistryReader(ITonClient client, AccountAddress registry) : IRegistryReader
{
    private const int GlobalIdParam = 19;

    // A chain never changes its id.
    private int? _networkId;

    public async Task<RegistryReading> Read(CancellationToken cancellationToken = default)
    {
        var networkId = _networkId ??= await ReadNetworkId(cancellationToken);
        var account = await client.GetAccountAsync(registry, cancellationToken);
        if (account is not { Code: { } code, Data: { } data }) throw new RegistryException($"There is no contract at {registry}. Deploy the registry, or configure its address.");
        try
        {
            return RegistryContract.Read(code, data) is { } read
                ? new RegistryReading(read, networkId)
                : throw new RegistryException($"The contract at {registry} is not the registry of this version. Configure the registry's address, or update this program.");
        }
        catch (CellFormatException e)
        {
            throw new RegistryException($"The registry at {registry} holds data that cannot be read: {e.Message}");
        }
    }

    private async Task<int> ReadNetworkId(CancellationToken cancellationToken)
    {
        var cell = await client.GetConfigParamAsync(GlobalIdParam, cancellationToken);
        try
        {
            return (int)cell.BeginParse().LoadInt(32);
        }
        catch (CellFormatException e)
        {
            throw new TonClientException(TonFailure.BadAnswer, $"The chain's global id (configuration parameter {GlobalIdParam}) cannot be read: {e.Message}", e);
        }
    }
}
