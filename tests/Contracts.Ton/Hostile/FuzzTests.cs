using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Cocoon.Ton.Addresses;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;
using Cocoon.Ton.Fees;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Tests.Addresses;
using Cocoon.Ton.Tests.Cells;
using Cocoon.Ton.Tests.Client;
using Cocoon.Ton.Tests.Fees;
using Cocoon.Ton.Tests.Messages;
using Cocoon.Ton.Tests.Vectors;
using Xunit.Abstractions;

namespace Cocoon.Ton.Tests.Hostile;

/// <summary>
/// Damaged input of every kind: it is read, or refused with a format error, and nothing else. COCOON_FUZZ sets how many
/// inputs there are (docs/ton.md).
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int DefaultCount = 100_000;

    /// <summary>Bytes that one input may cost to parse, for each of its own: bounded work for hostile senders.</summary>
    private const long BytesPerByteMax = 2_000;
    private const long BytesAtLeast = 200_000;

    private static readonly int Count = int.Parse(Environment.GetEnvironmentVariable("COCOON_FUZZ") ?? DefaultCount.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static readonly byte[][] Bags =
    [
        .. VectorFile.Read<BagVector[]>("bags").Select(bag => bag.Bytes),
        .. VectorFile.Read<ProofVectors>("proofs-read").Cells.Select(cell => WithoutChecksum(cell.Boc)),
        .. VectorFile.Read<TransactionStep[]>("transactions").SelectMany(step => step.Transactions).Select(transaction => transaction.Boc).Where(boc => boc.Length < 4_000).Select(WithoutChecksum),
        .. VectorFile.Read<EnvelopeVectors>("envelopes").Messages.Select(message => WithoutChecksum(message.Boc)),
    ];

    private static readonly Cell[] Cells =
    [
        .. VectorFile.Read<TransactionStep[]>("transactions").SelectMany(step => step.Transactions).Select(transaction => Boc.ReadBase64(transaction.Boc)),
        .. VectorFile.Read<EnvelopeVectors>("envelopes").Messages.Select(message => Boc.ReadBase64(message.Boc)),
        .. VectorFile.Read<EnvelopeVectors>("envelopes").Inits.Select(Boc.ReadBase64),
        .. VectorFile.Read<CommentVector[]>("comments").Select(comment => Boc.ReadBase64(comment.Body)),
        .. VectorFile.Read<DictionaryVector[]>("dictionaries").Where(dictionary => dictionary is { Root: not null, Entries.Length: < 20 }).Select(dictionary => Boc.ReadBase64(dictionary.Root!)),
        .. VectorFile.Read<FeeVectors>("fees").Params.Values.Select(Boc.ReadBase64),
    ];

    private static readonly byte[][] Texts =
    [
        .. VectorFile.Read<StackVector[]>("stacks").Select(stack => Encoding.UTF8.GetBytes(stack.Json)),
        .. VectorFile.Read<AddressVector[]>("addresses").Take(6).Select(address => Encoding.UTF8.GetBytes(address.Forms[0].Text)),
        .. VectorFile.Read<AddressVector[]>("addresses").Take(6).Select(address => Encoding.UTF8.GetBytes(address.Raw)),
    ];

    private static readonly Action<Cell>[] Readers =
    [
        cell => Message.Parse(cell).ToCell(),
        cell => TonMessage.Parse(cell),
        cell => TonTransaction.Parse(cell),
        cell => InternalMessage.Parse(cell).ToCell(),
        cell => ExternalMessage.NormalizedHash(cell),
        cell => StateInit.Parse(cell),
        cell => OutList.Parse(cell),
        cell => TextComment.Read(cell),
        cell => GasPrices.Parse(cell),
        cell => ForwardPrices.Parse(cell),
        cell => StoragePrices.ParseAll(cell),
        cell => MerkleProof.Open(cell, new byte[32]),
        cell => Hashmap<BigInteger, Cell>.Load(cell, HashmapKey.BigUInt(32), CellCodecs.Inline).ToCell(),
        cell => Hashmap<BigInteger, ulong>.Load(cell, HashmapKey.BigUInt(256), CellCodecs.UInt(64)),
        cell => Hashmap<BigInteger, ulong>.TryFind(cell, HashmapKey.BigUInt(64), CellCodecs.UInt(64), 5, out _),
    ];

    [Fact]
    public void Damaged_bags_are_read_or_refused_at_bounded_cost()
    {
        var random = new Random(1);
        var mutator = new Mutator(random);
        Fuzz("bags", Count * 7 / 10, () => mutator.Damage(Bags[random.Next(Bags.Length)]), bytes =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                foreach (var root in Boc.ReadRoots(bytes))
                {
                    Boc.Read(Boc.Write(root)).Should().Be(root);
                    foreach (var read in Readers) Tolerate(() => read(root));
                }
            }
            finally
            {
                (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(BytesAtLeast + bytes.Length * BytesPerByteMax);
            }
        });
    }

    [Fact]
    public void Damaged_cells_are_read_or_refused_by_every_reader()
    {
        var random = new Random(2);
        var mutator = new Mutator(random);
        Fuzz("cells", Count * 2 / 10, () => Enumerable.Range(0, random.Next(1, 4)).Aggregate(Cells[random.Next(Cells.Length)], (cell, _) => mutator.Damage(cell)), cell =>
        {
            foreach (var read in Readers) Tolerate(() => read(cell));
        });
    }

    [Fact]
    public void Damaged_text_is_read_or_refused()
    {
        var random = new Random(3);
        var mutator = new Mutator(random);
        Fuzz("texts", Count / 10, () => mutator.Damage(Texts[random.Next(Texts.Length)]), bytes =>
        {
            var text = Encoding.UTF8.GetString(bytes);
            Tolerate(() => TonAddress.Parse(text));
            Tolerate(() => TonAddress.ParseFriendly(text));
            Tolerate(() => Boc.ReadBase64(text));
            if (!TryParse(bytes, out var json)) return;
            using (json) Tolerate(() => StackJson.Read(json!.RootElement));
        });
    }

    private void Fuzz<T>(string what, int count, Func<T> next, Action<T> read)
    {
        var refused = 0;
        for (var i = 0; i < count; i++)
        {
            var input = next();
            try
            {
                read(input);
            }
            catch (CellFormatException)
            {
                refused++;
            }
            catch (Exception e)
            {
                var shown = input switch { byte[] bytes => Convert.ToHexStringLower(bytes), Cell cell => Boc.WriteBase64(cell), _ => "" };
                throw new InvalidOperationException($"Input {i} of the {what} was not refused as damaged: {shown}", e);
            }
        }
        output.WriteLine($"{count:#,0} {what}, {refused:#,0} refused as a whole");
    }

    /// <summary>Addresses are refused with <see cref="FormatException"/>, of which <see cref="CellFormatException"/> is one.</summary>
    private static void Tolerate(Action read)
    {
        try
        {
            read();
        }
        catch (FormatException e) when (e is CellFormatException || e.GetType() == typeof(FormatException))
        {
        }
    }

    private static bool TryParse(byte[] bytes, out JsonDocument? json)
    {
        try
        {
            json = JsonDocument.Parse(bytes);
            return true;
        }
        catch (JsonException)
        {
            json = null;
            return false;
        }
    }

    /// <summary>A checksum would notice nearly every change.</summary>
    private static byte[] WithoutChecksum(string base64) => Boc.Write([Boc.ReadBase64(base64)], new BocOptions { WithChecksum = false });
}
