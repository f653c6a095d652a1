using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Marketplace.Chain.Tests")]
