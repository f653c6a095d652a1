using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Marketplace.Agents.Tests")]
