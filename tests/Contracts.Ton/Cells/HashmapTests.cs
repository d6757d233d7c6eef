using System.Numerics;
using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Tests.Vectors;

namespace Cocoon.Ton.Tests.Cells;

public sealed class HashmapTests
{
    private static readonly DictionaryVector[] Vectors = VectorFile.Read<DictionaryVector[]>("dictionaries");
    private static readonly CellCodec<ulong> Value = CellCodecs.UInt(64);

    [Fact]
    public void Dictionaries_are_written_bit_for_bit_as_by_the_reference_whatever_the_order_of_insertion()
    {
        var random = new Random(1);
        foreach (var vector in Vectors)
        {
            var entries = vector.Entries.ToArray();
            random.Shuffle(entries);
            var map = Empty(vector.Bits);
            foreach (var entry in entries) map[entry.KeyNumber] = entry.ValueNumber;
            map.ToCell()!.HashHex().Should().Be(vector.Hash, "of {0} keys of {1} bits", entries.Length, vector.Bits);
        }
        Vectors.Should().HaveCountGreaterThan(90);
    }

    [Fact]
    public void Dictionaries_of_the_reference_are_read_in_the_order_of_their_keys()
    {
        foreach (var vector in Vectors.Where(vector => vector.Root is not null))
        {
            var root = Boc.ReadBase64(vector.Root!);
            var map = Hashmap<BigInteger, ulong>.Load(root, HashmapKey.BigUInt(vector.Bits), Value);
            map.Should().Equal(vector.Entries.Select(entry => KeyValuePair.Create(entry.KeyNumber, entry.ValueNumber)));
            map.Count.Should().Be(vector.Entries.Length);
            map.ToCell().Should().Be(root);
        }
    }

    [Fact]
    public void One_key_is_found_without_reading_the_rest()
    {
        foreach (var vector in Vectors.Where(vector => vector.Root is not null))
        {
            var root = Boc.ReadBase64(vector.Root!);
            var known = vector.Entries.ToDictionary(entry => entry.KeyNumber, entry => entry.ValueNumber);
            foreach (var key in known.Keys.Concat(known.Keys.Select(key => key ^ 1)))
            {
                Hashmap<BigInteger, ulong>.TryFind(root, HashmapKey.BigUInt(vector.Bits), Value, key, out var value).Should().Be(known.ContainsKey(key));
                if (known.TryGetValue(key, out var expected)) value.Should().Be(expected);
            }
        }
    }

    [Fact]
    public void Setting_and_removing_in_any_order_ends_at_the_dictionary_of_what_is_left()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var bits = random.Next(1, 40);
            var model = new SortedDictionary<BigInteger, ulong>();
            var map = Empty(bits);
            for (var step = 0; step < 60; step++)
            {
                var key = (BigInteger)random.NextInt64(1L << Math.Min(bits, 6));
                if (random.Next(3) == 0) map.Remove(key).Should().Be(model.Remove(key));
                else map[key] = model[key] = (ulong)random.NextInt64();
                map.ContainsKey(key).Should().Be(model.ContainsKey(key));
            }
            map.Should().Equal(model);
            var built = Empty(bits);
            foreach (var (key, value) in model) built[key] = value;
            map.ToCell().Should().Be(built.ToCell());
            Hashmap<BigInteger, ulong>.Load(map.ToCell(), HashmapKey.BigUInt(bits), Value).Should().Equal(model);
        }
    }

    [Fact]
    public void An_empty_dictionary_has_no_root()
    {
        var map = Empty(32);
        map.ToCell().Should().BeNull();
        map.TryGetValue(1, out _).Should().BeFalse();
        Hashmap<BigInteger, ulong>.Load(null, HashmapKey.BigUInt(32), Value).Should().BeEmpty();
        Hashmap<BigInteger, ulong>.TryFind(null, HashmapKey.BigUInt(32), Value, 1, out _).Should().BeFalse();
        FluentActions.Invoking(() => map[1]).Should().Throw<KeyNotFoundException>();
    }

    [Fact]
    public void Keys_and_values_can_be_addresses_amounts_bytes_and_signed_numbers()
    {
        var address = AccountAddress.From(-1, [.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
        var balances = new Hashmap<AccountAddress, Nano>(HashmapKey.Address, CellCodecs.Coins) { [address] = new Nano(5) };
        Hashmap<AccountAddress, Nano>.Load(balances.ToCell(), HashmapKey.Address, CellCodecs.Coins)[address].Should().Be(new Nano(5));

        var signed = new Hashmap<long, bool>(HashmapKey.Int(8), CellCodecs.Bit) { [-1] = true, [1] = false, [-128] = true };
        signed.Select(entry => entry.Key).Should().Equal(1, -128, -1);

        var bytes = new Hashmap<byte[], Cell>(HashmapKey.Bytes(2), CellCodecs.Ref) { [[1, 2]] = Cell.Empty };
        bytes.ContainsKey([1, 2]).Should().BeTrue();
        FluentActions.Invoking(() => bytes.ContainsKey([1, 2, 3])).Should().Throw<CellFormatException>().WithMessage("Expected 2 bytes, not 3.");
    }

    [Fact]
    public void A_dictionary_that_promises_more_entries_than_there_are_atoms_is_refused()
    {
        // Every level forks into the same cell twice.
        var node = new CellBuilder().StoreUInt(0, 2).StoreUInt(1, 64).Build();
        for (var level = 0; level < 256; level++) node = new CellBuilder().StoreUInt(0, 2).StoreRef(node).StoreRef(node).Build();
        Refused(node, 256).Should().Be("A dictionary has more than 262144 entries.");
        Hashmap<BigInteger, ulong>.TryFind(node, HashmapKey.BigUInt(256), Value, 5, out var value).Should().BeTrue();
        value.Should().Be(1);
    }

    public static TheoryData<string, Cell> Damaged => new()
    {
        { "A cell ended 1 bits early.", Cell.Empty },
        { "A dictionary label is longer than its keys.", new CellBuilder().StoreUInt(0b10, 2).StoreUInt(15, 4).Build() }, // hml_long of 15
        { "A dictionary label is longer than its keys.", new CellBuilder().StoreUInt(0b110, 3).StoreUInt(9, 4).Build() }, // hml_same of 9
        { "A dictionary label is longer than its keys.", new CellBuilder().StoreUInt(0b0111111111, 10).StoreBit(true).StoreBit(false).Build() },
        { "A fork of a dictionary has two references and nothing else.", new CellBuilder().StoreUInt(0, 2).Build() },
        { "A fork of a dictionary has two references and nothing else.", new CellBuilder().StoreUInt(0, 3).StoreRef(Cell.Empty).StoreRef(Cell.Empty).Build() },
        { "A cell ended 64 bits early.", new CellBuilder().StoreUInt(0b1101000, 7).Build() },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void A_damaged_dictionary_is_refused_by_name(string message, Cell root) => Refused(root, 8).Should().Be(message);

    [Theory]
    [InlineData(0)]
    [InlineData(1024)]
    public void Keys_have_1_to_1023_bits(int bits) =>
        FluentActions.Invoking(() => HashmapKey.BigUInt(bits)).Should().Throw<ArgumentOutOfRangeException>();

    private static Hashmap<BigInteger, ulong> Empty(int bits) => new(HashmapKey.BigUInt(bits), Value);

    private static string Refused(Cell root, int bits) =>
        FluentActions.Invoking(() => Hashmap<BigInteger, ulong>.Load(root, HashmapKey.BigUInt(bits), Value)).Should().ThrowExactly<CellFormatException>().Which.Message;
}
