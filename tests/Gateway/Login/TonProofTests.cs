using Cocoon.Core.Accounts;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Wallets;

namespace Cocoon.Gateway.Tests.Login;

/// <summary>A proof that somebody else's wallet made, as published with the tests of tonutils-go (numbers only).</summary>
public sealed class TonProofTests
{
    private const string V4Address = "0:960ab627408d5472d9d125b667cbe00ce17eeaa44e9dc6a86e93cdfef2c480d5";
    private const string V4State = "te6cckECFgEAAwQAAgE0AgEAUQAAAAApqaMXp6kMOCJ4z0QdKdtKvLvoflXmJvj/gmw26izx4ImGnYtAART/APSkE/S88sgLAwIBIAgEBPjygwjXGCDTH9Mf0x8C+CO78mTtRNDTH9Mf0//0BNFRQ7ryoVFRuvKiBfkBVBBk+RDyo/gAJKTIyx9SQMsfUjDL/1IQ9ADJ7VT4DwHTByHAAJ9sUZMg10qW0wfUAvsA6DDgIcAB4wAhwALjAAHAA5Ew4w0DpMjLHxLLH8v/BwYQBQAK9ADJ7VQAcIEBCNcY+gDTP8hUIEeBAQj0UfKnghBub3RlcHSAGMjLBcsCUAbPFlAE+gIUy2oSyx/LP8lz+wACAG7SB/oA1NQi+QAFyMoHFcv/ydB3dIAYyMsFywIizxZQBfoCFMtrEszMyXP7AMhAFIEBCPRR8qcCAgFIDQkCASALCgBZvSQrb2omhAgKBrkPoCGEcNQICEekk30pkQzmkD6f+YN4EoAbeBAUiYcVnzGEAgEgEQwAEbjJftRNDXCx+ALm0AHQ0wMhcbCSXwTgItdJwSCSXwTgAtMfIYIQcGx1Z70ighBkc3RyvbCSXwXgA/pAMCD6RAHIygfL/8nQ7UTQgQFA1yH0BDBcgQEI9ApvoTGzkl8H4AXTP8glghBwbHVnupI4MOMNA4IQZHN0crqSXwbjDQ8OAIpQBIEBCPRZMO1E0IEBQNcgyAHPFvQAye1UAXKwjiOCEGRzdHKDHrFwgBhQBcsFUAPPFiP6AhPLassfyz/JgED7AJJfA+IAeAH6APQEMPgnbyIwUAqhIb7y4FCCEHBsdWeDHrFwgBhQBMsFJs8WWPoCGfQAy2kXyx9SYMs/IMmAQPsABgBsgQEI1xj6ANM/MFIkgQEI9Fnyp4IQZHN0cnB0gBjIywXLAlAFzxZQA/oCE8tqyx8Syz/Jc/sAAgFYFRICASAUEwAZrx32omhAEGuQ64WPwAAZrc52omhAIGuQ64X/wAA9sp37UTQgQFA1yH0BDACyMoHy//J0AGBAQj0Cm+hMYHrKDBA=";

    [Theory]
    [InlineData(V4Address, V4State, "ton-connect.github.io", 1747303893, "1747303885:", "OXNmXOa6Ml5mgx13CXVunl5TjQiIl2oYq8dn9MUcBiS6OjZcuJYccqqVMluy0duyOXkoJYHg4VJCyycwkjdJBA==")]
    public void A_published_proof_fits_and_no_other(string wallet, string state, string domain, long timestamp, string payload, string signature)
    {
        var address = AccountAddress.Parse(wallet);
        var key = KnownWallets.PublicKey(Convert.FromBase64String(state), address);

        bool Fits(string ofDomain, long at, string ofPayload) =>
            Ed25519.Default.Verify(key, TonProof.Digest(address, ofDomain, at, ofPayload), Convert.FromBase64String(signature));
        Fits(domain, timestamp, payload).Should().BeTrue();
        Fits(domain + "m", timestamp, payload).Should().BeFalse();
        Fits(domain, timestamp + 1, payload).Should().BeFalse();
        Fits(domain, timestamp, payload + " ").Should().BeFalse();
        KnownWallets.PublicKey(Convert.FromBase64String(state), FakeMarket.Client).Should().BeNull("it is another account's state");
    }

    [Fact]
    public void Every_known_wallet_shows_its_key_and_a_strange_contract_none()
    {
        var key = FakeMarket.Bytes(77).ToArray();
        foreach (var init in (StateInit[])[new WalletV3R2(key).Init, new WalletV4R2(key).Init, new WalletV5R1(key, -239).Init])
        {
            KnownWallets.PublicKey(Cocoon.Ton.Cells.Boc.Write(init.ToCell()), init.GetAddress()).Should().Equal(key);
            // The same data under code of one's own: its address is no wallet's, whatever key the data shows.
            var forged = init with { Code = Cocoon.Ton.Cells.Cell.Empty };
            KnownWallets.PublicKey(Cocoon.Ton.Cells.Boc.Write(forged.ToCell()), forged.GetAddress()).Should().BeNull();
        }
        KnownWallets.PublicKey([1, 2, 3], FakeMarket.Client).Should().BeNull();
    }
}
