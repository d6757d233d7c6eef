using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Addresses;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Tests.Vectors;

namespace Cocoon.Ton.Tests.Messages;

public sealed class EnvelopeTests
{
    private static readonly EnvelopeVectors Vectors = VectorFile.Read<EnvelopeVectors>("envelopes");
    private static readonly AccountAddress Somebody = AccountAddress.From(0, new byte[32]);

    [Fact]
    public void Messages_of_every_kind_are_read_and_written_back_bit_for_bit()
    {
        foreach (var vector in Vectors.Messages)
        {
            var message = Message.Parse(Boc.ReadBase64(vector.Boc));
            message.Info.GetType().Name.Should().Be(vector.Type switch { "internal" => "Internal", "external-in" => "ExternalIn", _ => "ExternalOut" });
            message.Body.HashHex().Should().Be(vector.Body);
            (message.Init is { HasCode: true } init ? init.Code.HashHex() : null).Should().Be(vector.Code);
            message.Init?.FixedPrefixLength.Should().Be(vector.SplitDepth);
            message.ToCell().HashHex().Should().Be(vector.Hash);
        }
        Vectors.Messages.Should().HaveCountGreaterThan(100);
    }

    [Fact]
    public void External_messages_have_the_normalised_hash_of_the_standard_however_they_are_packed()
    {
        var hashes = new Dictionary<string, int>();
        foreach (var vector in Vectors.Messages)
        {
            var cell = Boc.ReadBase64(vector.Boc);
            if (vector.Normalized is null)
            {
                FluentActions.Invoking(() => ExternalMessage.NormalizedHash(cell)).Should().Throw<CellFormatException>();
                continue;
            }
            ExternalMessage.NormalizedHash(cell).ToString().Should().Be(vector.Normalized);
            hashes[vector.Normalized] = hashes.GetValueOrDefault(vector.Normalized) + 1;
        }
        hashes.Should().HaveCount(3, "there are three bodies for one account").And.OnlyContain(entry => entry.Value > 4);
    }

    [Fact]
    public void State_inits_are_read_and_written_back()
    {
        foreach (var vector in Vectors.Inits)
        {
            var cell = Boc.ReadBase64(vector);
            StateInit.Parse(cell).ToCell().Should().Be(cell);
        }
        var init = StateInit.Parse(Boc.ReadBase64(Vectors.Inits[2]));
        (init.FixedPrefixLength, init.Special, init.Libraries).Should().Be(((byte?)7, new TickTock(true, false), null));
        init.GetAddress(-1).Workchain.Should().Be(-1);
    }

    [Fact]
    public void An_internal_message_survives_being_written_and_read()
    {
        foreach (var message in (InternalMessage[])[
            new(Somebody, new Nano(5), Bounce: true),
            new(Somebody, Nano.Zero, Bounce: false, Cell.Empty),
            new(Somebody, Nano.MaxValue, Bounce: false, TextComment.Create("hello"), new StateInit(Cell.Empty, Cell.Empty) { HasData = false })])
        {
            InternalMessage.Parse(message.ToCell()).Should().Be(message);
        }
        FluentActions.Invoking(() => InternalMessage.Parse(ExternalMessage.Create(Somebody, Cell.Empty)))
            .Should().Throw<CellFormatException>().WithMessage("Expected an internal message, found an external one.");
    }

    [Fact]
    public void A_list_of_actions_is_read_in_the_order_of_sending()
    {
        InternalMessage[] messages = [.. Enumerable.Range(0, 255).Select(i => new InternalMessage(Somebody, new Nano(i), Bounce: i % 2 == 0))];
        OutList.Parse(OutList.Create(messages, 3)).Should().Equal(messages.Select(message => new SendAction(3, message)));
        OutList.Parse(Cell.Empty).Should().BeEmpty();
        var other = new CellBuilder().StoreRef(Cell.Empty).StoreUInt(0xad4de08e, 32).Build(); // set_code
        FluentActions.Invoking(() => OutList.Parse(other)).Should().Throw<CellFormatException>().WithMessage("*other than sending*");
        var endless = Enumerable.Range(0, 256).Aggregate(Cell.Empty, (list, _) => new CellBuilder().StoreRef(list).StoreUInt(0x0ec3c86d, 32).StoreUInt(0, 8).StoreRef(messages[0].ToCell()).Build());
        FluentActions.Invoking(() => OutList.Parse(endless)).Should().Throw<CellFormatException>().WithMessage("A list has at most 255 actions.");
    }

    public static TheoryData<string, ulong, int> StrangeAddresses => new()
    {
        { "Expected an account's address, found addr_none.", 0b00, 2 },
        { "Expected an account's address, found addr_extern.", 0b01_000000000, 11 },
        { "Anycast addresses are not supported.", 0b101, 3 },
        { "Addresses of variable length are not supported.", 0b11, 2 },
    };

    [Theory]
    [MemberData(nameof(StrangeAddresses))]
    public void A_receiver_that_is_no_account_is_refused_by_name(string message, ulong bits, int width)
    {
        var slice = new CellBuilder().StoreUInt(bits, width).StoreBytes(new byte[40]).Build().BeginParse();
        FluentActions.Invoking(() => slice.LoadAccount()).Should().Throw<CellFormatException>().WithMessage(message);
    }

    [Fact]
    public void An_internal_address_is_no_external_one()
    {
        var slice = new CellBuilder().StoreAddress(Somebody).Build().BeginParse();
        FluentActions.Invoking(() => slice.LoadExternalAddress()).Should().Throw<CellFormatException>();
        FluentActions.Invoking(() => new ExternalAddress(new CellBuilder().StoreBytes(new byte[64]).Build())).Should().Throw<CellFormatException>();
    }
}
