using System.Text;
using Marketplace.Agents.Offers;
using Marketplace.Chain;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;

namespace Marketplace.Agents.Tests;

/// <summary>A signed offer as a file: what was signed comes back, and whatever else the file holds is refused in one sentence.</summary>
public sealed class OfferFileTests
{
    private static readonly string s_sound = Encoding.UTF8.GetString(OfferFile.Write(Signed([1, 2, 3])));

    [Fact]
    public void WhatWasSigned_IsRead_AndRecoversItsSigner()
    {
        var (written, read) = (Signed([1, 2, 3]), OfferFile.Read(Encoding.UTF8.GetBytes(s_sound)));
        read.Digest.Should().Be(written.Digest);
        read.Signer.Should().Be(written.Offer.Submitter);
        read.Permit.Should().Equal(1, 2, 3);
        read.Offer.Terms.Should().Be(written.Offer.Terms);
        OfferFile.Write(read).Should().Equal(Encoding.UTF8.GetBytes(s_sound));
        Encoding.UTF8.GetString(OfferFile.Write(Signed([]))).Should().NotContain("permit");
        (read with { Signature = [1] }).Signer.Should().BeNull();
    }

    /// <summary>The protocol's example (B20), whose submitter has no key.</summary>
    [Fact]
    public void TheProtocolsExample_HasItsDigest()
    {
        var signed = Signed([]);
        var example = signed with { Offer = signed.Offer with { Submitter = new Address([.. new byte[19], 1]) } };
        OfferFile.Read(OfferFile.Write(example)).Digest.Should()
            .Be(Hash32.FromHex("fa27dcfc0431856bdb319500df1932c0f6b91f5342123c70211885785742ed6f"));
    }

    [Theory]
    [InlineData("{", "[", "not well formed")]
    [InlineData("\"version\": 1", "\"version\": 2", "version has to be 1")]
    [InlineData("\"version\": 1", "\"version\": 1, \"version\": 1", "twice")]
    [InlineData("\"version\": 1", "\"version\": 1, \"colour\": 1", "\"colour\"")]
    [InlineData("\"ComputeMarket\"", "\"Bazaar\"", "domain names no ComputeMarket of version 1")]
    [InlineData("\"chainId\": \"31337\"", "\"chainId\": 31337", "a text is expected")]
    [InlineData("\"chainId\": \"31337\"", "\"chainId\": \"031337\"", "domain.chainId has to be a whole number below 2^64 as a decimal text")]
    [InlineData("\"nonce\": \"2\"", "\"nonce\": \"340282366920938463463374607431768211456\"", "message.nonce has to be a whole number below 2^128")]
    [InlineData("\"nonce\": \"2\"", "\"nonce\": \"-1\"", "message.nonce")]
    [InlineData("\"validUntil\": \"3\"", "\"validUntil\": \"1099511627776\"", "message.validUntil has to be a whole number below 2^40")]
    [InlineData("\"maxPrice\": \"1\"", "\"maxPrice\": \"79228162514264337593543950336\"", "message.terms.maxPrice has to be a whole number below 2^96")]
    [InlineData("\"rampSeconds\": \"0\"", "\"rampSeconds\": \"4294967296\"", "message.terms.rampSeconds has to be a whole number below 2^32")]
    [InlineData("\"header\": \"0x00\"", "\"header\": \"0x01\"", "message.program is not the hash of header")]
    [InlineData("\"header\": \"0x00\"", "\"header\": \"00\"", "header has to be 0x and two hexadecimal digits for each byte")]
    [InlineData("\"permit\": \"0x010203\"", "\"permit\": \"0x01020\"", "permit has to be 0x")]
    [InlineData("\"permit\": \"0x010203\"", "\"permit\": null", "")]
    [InlineData("\"token\": \"0x00", "\"token\": \"0x", "message.terms.token has to be 20 bytes")]
    public void ADamagedFile_IsRefused_AndSaysWhere(string part, string instead, string words)
    {
        s_sound.Should().Contain(part);
        var at = s_sound.IndexOf(part, StringComparison.Ordinal);
        var damaged = Encoding.UTF8.GetBytes(s_sound[..at] + instead + s_sound[(at + part.Length)..]);
        var read = () => OfferFile.Read(damaged);
        if (words.Length == 0)
        {
            read().Permit.Should().BeEmpty();
            return;
        }

        var refused = read.Should().Throw<AgentException>().Which;
        refused.Reason.Should().Be("BadOffer");
        refused.Message.Should().Contain(words).And.EndWith(".").And.NotContain("\n").And.NotContain("System.");
    }

    [Fact]
    public void WhateverTheBytesAre_TheAnswerIsAnOfferOrOneSentence()
    {
        var sound = Encoding.UTF8.GetBytes(s_sound);
        for (var at = 0; at < sound.Length; at++)
        {
            var damaged = (byte[])sound.Clone();
            damaged[at] ^= (byte)(1 << (at % 8));
            try
            {
                OfferFile.Read(damaged);
            }
            catch (AgentException e)
            {
                e.Reason.Should().Be("BadOffer");
            }
        }

        FluentActions.Invoking(() => OfferFile.Read(new byte[OfferFile.MaxBytes + 1])).Should().Throw<AgentException>();
        FluentActions.Invoking(() => OfferFile.Read("null"u8)).Should().Throw<AgentException>();
    }

    private static SignedOffer Signed(byte[] permit)
    {
        var signer = MemorySigner.FromHex(new string('0', 63) + "1");
        var offer = new JobOffer
        {
            Submitter = signer.Address,
            Header = [0],
            InitialRoot = default,
            Spec = default,
            Terms = new JobTerms
            {
                MinPrice = default,
                MaxPrice = new Wei(1),
                Stake = default,
                Bond = default,
                RampSeconds = 0,
                DeliverySeconds = 0,
                WindowSeconds = 0,
                BudgetSeconds = 0,
                MinResponse = 0,
                StepAllowance = 0,
                ClosesAt = default,
            },
            Nonce = 2,
            ValidUntil = new Timestamp(3),
        };
        var market = new GameSite(31_337, new Address([.. new byte[18], 0xc0, 0xde]));
        return SignedOffer.By(signer, offer, market, permit);
    }
}
