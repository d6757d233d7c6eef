using System.Buffers.Binary;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;

namespace Cocoon.Attestation.Ton.Tests;

/// <summary>A chain that has one account, a block a second, and nothing else.</summary>
internal sealed class FakeChain : ITonClient, IMasterchainBlocks
{
    public static readonly DateTimeOffset Begin = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    public uint Newest { get; set; } = 100_000;

    public int NetworkId { get; set; } = -3;

    public TonAccount? Account { get; set; }

    public int InfoCalls { get; private set; }

    public List<uint> BlocksAsked { get; } = [];

    public int ConfigCalls { get; private set; }

    public static HexBytes HashOf(uint seqno)
    {
        var hash = new byte[32];
        BinaryPrimitives.WriteUInt32BigEndian(hash, seqno);
        return new HexBytes(hash);
    }

    public Task<MasterchainInfo> GetMasterchainInfoAsync(CancellationToken cancellationToken = default)
    {
        InfoCalls++;
        return Task.FromResult(new MasterchainInfo(new BlockId(-1, long.MinValue, Newest, HashOf(Newest), HashOf(0)), HashOf(0)));
    }

    public Task<MasterchainBlock> GetMasterchainBlockAsync(uint seqno, CancellationToken cancellationToken = default)
    {
        BlocksAsked.Add(seqno);
        return seqno <= Newest
            ? Task.FromResult(new MasterchainBlock(seqno, HashOf(seqno), Begin.AddSeconds(seqno)))
            : throw new TonClientException(TonFailure.Unavailable, "cannot find block");
    }

    public Task<TonAccount> GetAccountAsync(AccountAddress address, CancellationToken cancellationToken = default) =>
        Task.FromResult(Account ?? new TonAccount(default, TonAccountStatus.Uninitialized, null, null, 0, 0));

    public Task<Cell> GetConfigParamAsync(int number, CancellationToken cancellationToken = default)
    {
        ConfigCalls++;
        number.Should().Be(19);
        return Task.FromResult(new CellBuilder().StoreInt(NetworkId, 32).Build());
    }

    public Task<IReadOnlyList<TonTransaction>> GetTransactionsAsync(AccountAddress address, TransactionId? from, int limit, ulong toLt, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<GetMethodResult> RunGetMethodAsync(AccountAddress address, string method, IReadOnlyList<StackItem> arguments, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task SendAsync(Cell message, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<FeeEstimate> EstimateFeeAsync(Cell message, bool ignoreSignature = true, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
